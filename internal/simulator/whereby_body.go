package simulator

import (
	"net/http"
	"regexp"
	"strings"
	"time"
)

// wherebyPrefix is the wider of the two published patterns: every example holds a
// hyphen (contracts/whereby-cliq.md 1B, roomNamePrefix rules).
var wherebyPrefix = regexp.MustCompile(`^[a-z0-9-]{0,39}$`)

func wherebyTrigger(words ...string) spec {
	return spec{kind: isText, required: true, nullable: true, enum: words}
}

// wherebyStorage are the members that the two kinds of destination share.
var wherebyStorage = join(
	all(isText, "bucket", "accessKeyId", "accessKeySecret", "oidcRoleArn"),
	map[string]spec{
		"provider":           {kind: isText, required: true, enum: []string{"s3", "whereby"}},
		"authenticationType": {kind: isText, enum: []string{"accessKey", "roleBased"}},
	},
)

// wherebyBody is the request of contracts/whereby-cliq.md 1A and 1B. The date and
// the prefix have rules of their own, below.
var wherebyBody = map[string]spec{
	"endDate":         {kind: isText, required: true},
	"startDate":       {kind: isTime}, // deprecated and ignored
	"isLocked":        {kind: isBool},
	"roomMode":        {kind: isText, enum: []string{"normal", "group"}},
	"roomNamePrefix":  {kind: isText},
	"roomNamePattern": {kind: isText, enum: []string{"uuid", "human-short"}},
	"templateType":    {kind: isText, enum: []string{"viewerMode"}},
	"fields":          listOf(spec{kind: isText, enum: []string{wherebyHostLink, wherebyViewerLink}}),
	"recording": objectOf(map[string]spec{
		"type": {kind: isText, required: true, enum: []string{"none", "local", "cloud"}},
		"destination": {kind: isObject, required: true, nullable: true, members: join(wherebyStorage, map[string]spec{
			"fileFormat": {kind: isText, enum: []string{"mkv", "mp4"}},
		})},
		"startTrigger": wherebyTrigger("none", "prompt", "automatic", "automatic-2nd-participant"),
	}),
	"liveTranscription": objectOf(map[string]spec{
		"destination":  {kind: isObject, required: true, members: join(wherebyStorage, all(isText, "region"))},
		"startTrigger": wherebyTrigger("none", "manual", "automatic", "automatic-2nd-participant"),
		"language":     {kind: isText, nullable: true},
		"liveCaptions": {kind: isBool},
	}),
	"streaming": objectOf(map[string]spec{
		"destination":  {kind: isObject, required: true, members: map[string]spec{"url": {kind: isText, required: true}}},
		"startTrigger": wherebyTrigger("none", "prompt", "automatic"),
	}),
}

// wherebyRequest is what of a request shows in answers.
type wherebyRequest struct {
	end                       time.Time
	prefix, pattern, template string
	fields                    []string
	members                   object
}

// body reads and checks a request; the second result says what is wrong with it.
func (v *whereby) body(r *http.Request) (wherebyRequest, string) {
	members, ok := readObject(r)
	if !ok {
		return wherebyRequest{}, "the body must be a JSON object"
	}
	faults := checkMembers("", members, wherebyBody)
	faults = append(faults, wherebyBucket("recording", members)...)
	faults = append(faults, wherebyBucket("liveTranscription", members)...)
	var req wherebyRequest
	if text, ok := members["endDate"].(string); ok {
		if req.end, ok = wherebyDate(text); !ok {
			faults = append(faults, fault{"endDate", "is not a valid date-time"})
		} else if req.end.Before(v.s.now().Truncate(time.Second)) {
			faults = append(faults, fault{"endDate", "must not be before now"})
		}
	}
	prefix, _ := members["roomNamePrefix"].(string)
	req.prefix = strings.Join(strings.Fields(strings.ToLower(prefix)), "")
	if !wherebyPrefix.MatchString(req.prefix) {
		faults = append(faults, fault{"roomNamePrefix", "must match " + wherebyPrefix.String()})
	}
	if len(faults) > 0 {
		lines := make([]string, len(faults))
		for i, f := range faults {
			lines[i] = f.field + " " + f.message
		}
		return wherebyRequest{}, strings.Join(lines, "; ")
	}
	req.members = members
	req.pattern, _ = members["roomNamePattern"].(string)
	req.template, _ = members["templateType"].(string)
	names, _ := members["fields"].([]any)
	for _, name := range names {
		req.fields = append(req.fields, name.(string)) // checked above
	}
	return req, ""
}

// wherebyDate reads a date-time; without an offset it is UTC (1A, Create body).
func wherebyDate(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// wherebyBucket is what s3 needs on top (1B, Create sub-objects).
func wherebyBucket(member string, members object) []fault {
	parent, _ := members[member].(object)
	destination, _ := parent["destination"].(object)
	if destination["provider"] != "s3" {
		return nil
	}
	needed := []string{"bucket", "accessKeyId", "accessKeySecret"}
	if destination["authenticationType"] == "roleBased" {
		needed = []string{"bucket", "oidcRoleArn"}
	}
	var faults []fault
	for _, name := range needed {
		if destination[name] == nil {
			faults = append(faults, fault{member + ".destination." + name, "is required"})
		}
	}
	return faults
}
