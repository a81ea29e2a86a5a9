package calendar

import (
	"strings"
	"sync"

	"github.com/libmeet/meeting"
)

//go:generate sh -c "go run -C ../tools ./windowszones -core $CLDR_CORE -bcp47 $CLDR_BCP47 > windows_table.go"

// windowsNames are both directions of windowsRows, and the default zones in the
// order of the rows.
var windowsNames = sync.OnceValue(func() (names struct {
	zones    map[string]meeting.Zone // by Windows name in lower case
	windows  map[meeting.Zone]string
	defaults []meeting.Zone
}) {
	names.zones, names.windows = map[string]meeting.Zone{}, map[meeting.Zone]string{"UTC": "UTC"}
	for row := range strings.SplitSeq(windowsRows, "\n") {
		name, list, _ := strings.Cut(row, ";")
		for i, zone := range strings.Fields(list) {
			if zone == "Etc/UTC" {
				zone = "UTC"
			}
			if i == 0 {
				names.zones[strings.ToLower(name)] = meeting.Zone(zone)
				names.defaults = append(names.defaults, meeting.Zone(zone))
			}
			names.windows[meeting.Zone(zone)] = name
		}
	}
	return names
})

// WindowsZone returns the name that Windows, Exchange and Microsoft Graph have for
// an IANA zone, or "" when the CLDR knows none.
func WindowsZone(zone meeting.Zone) string { return windowsNames().windows[zone] }

// microsoftNames are names that Microsoft's programs write beside those of
// Windows: how a zone is shown, in the forms of several years.
func microsoftName(name string) meeting.Zone {
	switch strings.ToLower(name) {
	case "tzone://microsoft/utc", "coordinated universal time", "gmt", "z":
		return "UTC"
	case "eastern time (us & canada)", "eastern":
		return "America/New_York"
	case "central time (us & canada)", "central":
		return "America/Chicago"
	case "mountain time (us & canada)", "mountain":
		return "America/Denver"
	case "pacific time (us & canada)", "pacific time (us & canada), tijuana", "pacific":
		return "America/Los_Angeles"
	case "dublin, edinburgh, lisbon, london":
		return "Europe/London"
	case "amsterdam, berlin, bern, rome, stockholm, vienna":
		return "Europe/Berlin"
	case "brussels, copenhagen, madrid, paris":
		return "Europe/Paris"
	case "belgrade, bratislava, budapest, ljubljana, prague":
		return "Europe/Budapest"
	case "sarajevo, skopje, warsaw, zagreb":
		return "Europe/Warsaw"
	case "athens, bucharest":
		return "Europe/Bucharest"
	case "helsinki, kyiv, riga, sofia, tallinn, vilnius":
		return "Europe/Kyiv"
	case "chennai, kolkata, mumbai, new delhi":
		return "Asia/Kolkata"
	case "beijing, chongqing, hong kong, urumqi":
		return "Asia/Shanghai"
	case "osaka, sapporo, tokyo":
		return "Asia/Tokyo"
	case "canberra, melbourne, sydney":
		return "Australia/Sydney"
	}
	return ""
}

// ResolveZone returns the IANA name for what files and vendors call a zone: an
// IANA name, alone or at the end of a path, a Windows name ("W. Europe Standard
// Time"), or one of the names that Microsoft's programs show. Anything else is an
// [meeting.ErrInvalid] error; a zone is never guessed.
func ResolveZone(name string) (meeting.Zone, error) {
	name = strings.TrimSpace(name)
	_, err := meeting.Zone(name).Location()
	if err == nil {
		return meeting.Zone(name), nil
	}
	if zone, ok := windowsNames().zones[strings.ToLower(name)]; ok {
		return zone, nil
	}
	shown := name
	if strings.HasPrefix(name, "(UTC") || strings.HasPrefix(name, "(GMT") {
		_, shown, _ = strings.Cut(name, ")")
	}
	if zone := microsoftName(strings.TrimSpace(shown)); zone != "" {
		return zone, nil
	}
	if path := strings.Split(name, "/"); path[0] == "" { // as in /mozilla.org/20050126_1/Europe/Berlin
		for n := min(3, len(path)-1); n >= 2; n-- {
			zone := meeting.Zone(strings.Join(path[len(path)-n:], "/"))
			if _, err := zone.Location(); err == nil {
				return zone, nil
			}
		}
	}
	return "", meeting.Invalidf("time_zone", "%q is neither an IANA nor a Windows zone name", name)
}

// candidateZones are the zones that one described in a file may be.
func candidateZones() []meeting.Zone { return windowsNames().defaults }
