package zoho

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/quota"
)

// figures are calls a minute and a day.
type figures struct{ minute, day int }

// plans is the table of contracts/zoho.md A2.8. No page of Zoho's own has figures.
var plans = map[string]figures{
	"free":         {20, 1_000},
	"standard":     {60, 5_000},
	"professional": {120, 25_000},
	"enterprise":   {300, 100_000},
}

// Plans lists the plans of Zoho Meeting.
func Plans() []string { return []string{"free", "standard", "professional", "enterprise"} }

// MeetingLimits lists the limits of an account of Zoho Meeting: all calls count
// alike. Without a plan that of the minute is learned from answers.
func MeetingLimits(known meeting.AccountLimits) []quota.Limit {
	if known.Plan == meeting.PlanNone {
		return nil
	}
	f := plans[known.Plan]
	all := []quota.Limit{{Name: "minute", Amount: f.minute, Every: time.Minute, Headers: true}}
	if f.day > 0 {
		all = append(all, quota.Limit{Name: "day", Amount: f.day, Every: quota.Day, Kind: quota.Fixed})
	}
	return append(all, limits.Own(known)...)
}

// MeetingKeeper keeps the limits of an account of Zoho Meeting, which its API and
// its SDK share. Of cfg the members that Zoho decides are set here.
func MeetingKeeper(cfg quota.Config, known meeting.AccountLimits, baseURL string, auth meeting.Credentials, shared *quota.Ledgers, onStoreError func(error)) (*quota.Keeper, error) {
	cfg.Vendor, cfg.Account = "Zoho", limits.Account("zoho-meeting", baseURL, auth)
	cfg.Limits, cfg.Patience = MeetingLimits(known), limits.Patience
	return quota.NewKeeper(cfg, shared, onStoreError)
}
