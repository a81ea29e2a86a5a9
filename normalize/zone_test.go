package normalize

import (
	"testing"

	"github.com/libmeet/meeting"
)

func TestZoneOf(t *testing.T) {
	for name, want := range map[string]meeting.Zone{
		"Asia/Calcutta": "Asia/Calcutta", "UTC": "UTC", "Japan": "Japan", "Mars/Base": "Mars/Base", // of a later database, perhaps
		"IST": "", "CST": "", "EST": "", "Local": "", "": "",
	} {
		if got := zoneOf(name); got != want {
			t.Errorf("%q is %q", name, got)
		}
	}
}
