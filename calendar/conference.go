package calendar

import (
	"strings"

	"github.com/libmeet/meeting"
)

// The parameters in which a dial-in keeps what a tel: URI can't say.
const (
	paramNumber  = "X-LIBMEET-NUMBER"
	paramCountry = "X-LIBMEET-COUNTRY"
	paramCode    = "X-LIBMEET-CODE"
	paramURL     = "X-LIBMEET-URL"
	paramRole    = "X-LIBMEET-ROLE"

	roleViewer = "viewer"
)

const (
	joinLabel    = "Join the meeting"
	watchLabel   = "Watch the meeting"
	phoneLabel   = "Dial in"
	propGoogle   = "X-GOOGLE-CONFERENCE"                   // what Google Calendar writes for its own link
	propTeams    = "X-MICROSOFT-SKYPETEAMSMEETINGURL"      // behind the join button of Outlook and Teams
	propOnline   = "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK" // the same for meetings of others ([MS-ASCAL], OnlineMeetingExternalLink)
	propZone     = "X-LIBMEET-TZID"                        // zone of times that had to be written in UTC
	propProvider = "X-LIBMEET-PROVIDER"                    // configured name, in stored objects only
	propConf     = "CONFERENCE"
	valueURI     = "URI"
	featureTel   = "PHONE"
	featureBoth  = "AUDIO,VIDEO"
)

// conferences are the CONFERENCE properties of m (RFC 7986, section 5.11).
func conferences(m meeting.Meeting) []line {
	feature := featureBoth
	if m.Media == meeting.MediaAudio {
		feature = "AUDIO"
	}
	var out []line
	if link := joinURL(m); link != "" {
		out = append(out, newLine(propConf, link, "VALUE", valueURI, "FEATURE", feature, "LABEL", joinLabel))
	}
	if link := viewerURL(m); link != "" {
		out = append(out, newLine(propConf, link, "VALUE", valueURI, "FEATURE", feature, "LABEL", watchLabel, paramRole, roleViewer))
	}
	for _, d := range m.DialIn {
		label := d.Label
		if oneLine(label) == "" {
			label = phoneLabel
		}
		target := phoneTarget(m, d)
		if target == "" {
			continue
		}
		out = append(out, newLine(propConf, target, "VALUE", valueURI, "FEATURE", featureTel, "LABEL", label,
			paramNumber, d.Number, paramCountry, d.Country, paramCode, d.AccessCode, paramURL, d.URL))
	}
	return out
}

// phoneTarget is what a dial-in leads to, "" for one that leads nowhere.
func phoneTarget(m meeting.Meeting, d meeting.DialIn) string {
	if number := phoneURI(d); number != "" {
		return number
	}
	return forParticipants(m, d.URL)
}

// phoneURI returns a number as RFC 7986's example has it: the access code follows
// after three pauses.
func phoneURI(d meeting.DialIn) string {
	number := digits(d.Number)
	if number == "" {
		return ""
	}
	if strings.HasPrefix(strings.TrimSpace(d.Number), "+") {
		number = "+" + number
	}
	if code := digits(d.AccessCode); code != "" {
		number += ",,," + code
	}
	return "tel:" + number
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// readDialIn is the reverse of what conferences writes, or what the property of
// another program says.
func readDialIn(p Property) meeting.DialIn {
	d := meeting.DialIn{
		Label: p.param("LABEL"), Number: p.param(paramNumber), Country: p.param(paramCountry),
		AccessCode: p.param(paramCode), URL: p.param(paramURL),
	}
	if d.Label == phoneLabel {
		d.Label = ""
	}
	number, isTel := strings.CutPrefix(p.Value, "tel:")
	switch {
	case !isTel && d.URL == "":
		d.URL = p.Value
	case isTel && d.Number == "":
		number, code, _ := strings.Cut(number, ",")
		d.Number = number
		if d.AccessCode == "" {
			d.AccessCode = strings.Trim(code, ",#")
		}
	}
	return d
}
