package zoom

import (
	"net/http"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/provider"
)

// Classes of calls: Zoom's labels (contracts/zoom.md B1), and those that spend the
// day of a host besides.
const (
	classLight     = "Light"
	classMedium    = "Medium"
	classHeavy     = "Heavy"
	classIntensive = "Resource-intensive"
	classCreate    = "Medium, create" // of meetings and webinars
	classUpdate    = "Light, update"
)

// hostDay is how many creates and updates a host has in a UTC day, on every plan
// (contracts/zoom.md B4).
const hostDay = 100

// plan is a column of contracts/zoom.md B4; 0 is not limited.
type plan struct {
	light, medium, heavy          int // a second
	intensive                     int // a minute
	lightDay, mediumDay, heavyDay int
	intensiveDay                  int
	togetherDay                   int // Heavy and Resource-intensive
}

var plans = map[string]plan{
	"free": {
		light: 4, medium: 2, heavy: 1, intensive: 10,
		lightDay: 6_000, mediumDay: 2_000, heavyDay: 1_000, intensiveDay: 30_000,
	},
	"pro":      {light: 30, medium: 20, heavy: 10, intensive: 10, togetherDay: 30_000},
	"business": {light: 80, medium: 60, heavy: 40, intensive: 20, togetherDay: 60_000},
}

// spending says what the operations spend, for plans.
var spending = map[provider.Op]limits.Spend{
	provider.OpCreate:       {Class: classCreate},
	provider.OpInstant:      {Class: classCreate},
	provider.OpParticipants: {Class: classMedium},
	provider.OpGet:          {Class: classLight},
	provider.OpList:         {Class: classMedium},
	provider.OpUpdate:       {Class: classUpdate},
	provider.OpCancel:       {Class: classLight},

	provider.OpUpdateOccurrence:  {Class: classUpdate},
	provider.OpCancelOccurrence:  {Class: classLight},
	provider.OpEnd:               {Class: classLight},
	provider.OpListRecordings:    {Class: classMedium},
	provider.OpGetRecording:      {Class: classLight},
	provider.OpDownloadRecording: {Class: classLight},
	provider.OpDeleteRecording:   {Class: classLight},
	provider.OpListSessions:      {Class: classMedium},
	provider.OpGetSession:        {Class: classLight},
	provider.OpListRegistrants:   {Class: classMedium},
	provider.OpAddRegistrant:     {Class: classLight},
	provider.OpDecideRegistrants: {Class: classMedium},
}

// newLimits lists the limits of an account. Without a plan those of a second are
// learned from answers. They count all apps of the account.
func newLimits(known meeting.AccountLimits) []quota.Limit {
	if known.Plan == meeting.PlanNone {
		return nil
	}
	p := plans[known.Plan]
	light, medium := []string{classLight, classUpdate}, []string{classMedium, classCreate}
	heavy, intensive := []string{classHeavy}, []string{classIntensive}
	all := []quota.Limit{
		{Name: "light", Unit: "light calls", Classes: light, Amount: p.light, Every: time.Second, Headers: true},
		{Name: "medium", Unit: "medium calls", Classes: medium, Amount: p.medium, Every: time.Second, Headers: true},
		{Name: "heavy", Unit: "heavy calls", Classes: heavy, Amount: p.heavy, Every: time.Second, Headers: true},
		{Name: "intensive", Unit: "resource-intensive calls", Classes: intensive, Amount: p.intensive, Every: time.Minute, Headers: true},
		{Name: "host-day", Unit: "creates and updates", Classes: []string{classCreate, classUpdate}, PerHost: true, Amount: hostDay, Every: quota.Day, Kind: quota.Fixed},
	}
	for _, day := range []quota.Limit{
		{Name: "light-day", Unit: "light calls", Classes: light, Amount: p.lightDay},
		{Name: "medium-day", Unit: "medium calls", Classes: medium, Amount: p.mediumDay},
		{Name: "heavy-day", Unit: "heavy calls", Classes: heavy, Amount: p.heavyDay},
		{Name: "intensive-day", Unit: "resource-intensive calls", Classes: intensive, Amount: p.intensiveDay},
		{Name: "together-day", Unit: "heavy calls", Classes: []string{classHeavy, classIntensive}, Amount: p.togetherDay},
	} {
		if day.Every, day.Kind = quota.Day, quota.Fixed; day.Amount > 0 {
			all = append(all, day)
		}
	}
	return append(all, limits.Own(known)...)
}

// planner gives [Provider] the methods of provider.Planner, and Close.
type planner = limits.Planner

// keeper keeps the limits of the account.
func (c Config) keeper() (*quota.Keeper, error) {
	return quota.NewKeeper(quota.Config{
		Vendor: "Zoom", Account: limits.Account(Kind, c.BaseURL, c.Auth), Limits: newLimits(c.Limits),
		Store: c.Store, Now: c.Now, Patience: limits.Patience,
	}, c.Ledgers, c.OnStoreError)
}

// scope reads what an answer says of a day, in its type or in words only, and of
// whose: the figures of a refused host are the account's (contracts/zoom.md B4).
func scope(h http.Header, e *meeting.Error) (daily, host bool) {
	daily = h.Get("X-RateLimit-Type") == "Daily-limit"
	if e != nil && e.Status == http.StatusTooManyRequests {
		daily = daily || strings.Contains(e.Message, "daily")
		host = strings.Contains(e.Message, "this particular user")
	}
	return daily, host
}
