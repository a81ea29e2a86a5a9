package zoom

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
)

// clocks are the changes of a zone's clocks in the years that the table is for.
func clocks(t *testing.T, name string) string {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	last := 1 << 30
	for at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2036; at = at.Add(3 * time.Hour) {
		if _, offset := at.In(loc).Zone(); offset != last {
			b.WriteString(at.Format("2006-01-02T15 "))
			b.WriteString(time.Duration(offset*1e9).String() + " ")
			last = offset
		}
	}
	return b.String()
}

// TestZones holds the table against the zone database: what stands behind a listed
// zone has its clocks.
func TestZones(t *testing.T) {
	listed, names := "", map[string]bool{}
	var want string
	count := 0
	for name := range strings.FieldsSeq(zones) {
		first, isListed := strings.CutSuffix(name, ":")
		if names[first] {
			t.Errorf("%s stands there twice", first)
		}
		names[first] = true
		got := clocks(t, first)
		if isListed {
			listed, want = first, got
			count++
		} else if got != want {
			t.Errorf("%s has other clocks than %s", first, listed)
		}
		if zone, ok := listedZone(meeting.Zone(first)); !ok || string(zone) != listed {
			t.Errorf("%s is said as %s", first, zone)
		}
	}
	if count != 134 { // 136 but for CET and SST
		t.Errorf("%d zones are listed", count)
	}
}

// TestZonesWithoutEqual names the zones of the database that Zoom can't say: a zone
// that is missing from the table for another reason is a gap.
func TestZonesWithoutEqual(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skip("the toolchain has no zone database of its own")
	}
	defer func() { _ = archive.Close() }()
	byClocks := map[string]bool{}
	for name := range strings.FieldsSeq(zones) {
		byClocks[clocks(t, strings.TrimSuffix(name, ":"))] = true
	}
	for _, f := range archive.File {
		if !strings.Contains(f.Name, "/") || strings.HasSuffix(f.Name, "/") {
			continue // links such as Cuba and PRC
		}
		if _, ok := listedZone(meeting.Zone(f.Name)); !ok && byClocks[clocks(t, f.Name)] {
			t.Errorf("%s has the clocks of a listed zone and is not in the table", f.Name)
		}
	}
}

func TestZoneNames(t *testing.T) {
	for zone, want := range map[meeting.Zone]meeting.Zone{
		"Europe/Berlin": "Europe/Berlin", "Europe/Kyiv": "Europe/Kiev", "Europe/Kiev": "Europe/Kiev", "Asia/Ho_Chi_Minh": "Asia/Saigon",
		"America/Toronto": "America/Montreal", "America/Indiana/Indianapolis": "America/Indianapolis", "America/Nuuk": "America/Godthab",
		"Australia/Melbourne": "Australia/Sydney", "Africa/Lagos": "Africa/Bangui", "Etc/UTC": "UTC", "UTC": "UTC", "Asia/Kolkata": "Asia/Kolkata",
		"Asia/Yangon": "", "Pacific/Chatham": "", "America/Havana": "", "SST": "", "CET": "", "": "", "America": "", "Europe/": "",
	} {
		if got, ok := listedZone(zone); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", zone, got, ok)
		}
	}
}

func TestZoneLosses(t *testing.T) {
	start := time.Date(2027, 1, 4, 8, 30, 0, 0, time.UTC)
	weekly := meeting.Recurrence{Frequency: meeting.Weekly, Count: 3, ByDay: []meeting.WeekdayNum{{Day: "MO"}}}
	for _, tt := range []struct {
		zone   meeting.Zone
		rule   meeting.Recurrence
		losses []string
	}{
		{"Europe/Kyiv", weekly, nil},
		{"", meeting.Recurrence{}, nil},
		{"Asia/Yangon", meeting.Recurrence{}, []string{"time_zone note"}},
		{"Asia/Yangon", weekly, []string{"time_zone note", "recurrence refuse"}},
	} {
		var got []string
		for _, l := range losses(meeting.CreateRequest{Start: start, Zone: tt.zone, Recurrence: tt.rule}) {
			got = append(got, l.Field+" "+string(l.Severity))
		}
		if !slices.Equal(got, tt.losses) {
			t.Errorf("%s, %s: %v", tt.zone, tt.rule, got)
		}
	}
}

// TestLobbyLosses: a waiting room turns off that people join before the host.
func TestLobbyLosses(t *testing.T) {
	for _, lobby := range []meeting.Flag{meeting.Unset, meeting.Off, meeting.On} {
		got := losses(meeting.CreateRequest{Settings: meeting.Settings{WaitingRoom: lobby, JoinBeforeHost: meeting.On}})
		if lost := len(got) == 1 && got[0].Field == "settings.join_before_host" && got[0].Severity == meeting.Warn; lost != (lobby == meeting.On) {
			t.Errorf("waiting room %q: %+v", lobby, got)
		}
	}
}
