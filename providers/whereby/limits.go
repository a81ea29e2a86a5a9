package whereby

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/provider"
)

// Costs in points: those that Whereby's API description names, and of the newer
// guide, which counts by complexity, what the description does not know
// (contracts/whereby-cliq.md 1B, Rate limit).
const (
	costRead     = 1
	costDelete   = 2
	costWrite    = 3
	costInsights = 5 // heavy reads
)

// plans are the points of a minute, shared by all keys of the organisation.
var plans = map[string]int{"build": 100, "grow": 1000}

// spending says what the operations spend, for plans.
var spending = map[provider.Op]limits.Spend{
	provider.OpCreate:       {Cost: costWrite},
	provider.OpInstant:      {Cost: costWrite},
	provider.OpParticipants: {Cost: costRead + 2*costInsights}, // of one session
	provider.OpGet:          {Cost: costRead},
	provider.OpList:         {Cost: costRead},
	provider.OpCancel:       {Cost: costDelete},

	provider.OpListSessions:       {Cost: costRead + costInsights},
	provider.OpGetSession:         {Cost: costRead + costInsights},
	provider.OpListRecordings:     {Cost: costRead},
	provider.OpGetRecording:       {Cost: 2 * costRead},
	provider.OpDownloadRecording:  {Cost: costRead},
	provider.OpDeleteRecording:    {Cost: costDelete},
	provider.OpListTranscripts:    {Cost: costRead},
	provider.OpGetTranscript:      {Cost: 2 * costRead},
	provider.OpDownloadTranscript: {Cost: 2 * costRead},
	provider.OpDeleteTranscript:   {Cost: costDelete},
}

// newLimits lists the limits of an organisation. Without a plan they are those of
// the smallest.
func newLimits(known meeting.AccountLimits) []quota.Limit {
	if known.Plan == meeting.PlanNone {
		return nil
	}
	points, ok := plans[known.Plan]
	if !ok {
		points = plans["build"]
	}
	own := limits.Own(known)
	for i := range own {
		own[i].Unit = "points"
	}
	return append([]quota.Limit{{Name: "points", Unit: "points", Amount: points, Every: time.Minute, Headers: true}}, own...)
}

// planner gives [Provider] the methods of provider.Planner, and Close.
type planner = limits.Planner

// keeper keeps the limits of the organisation.
func (c Config) keeper() (*quota.Keeper, error) {
	return quota.NewKeeper(quota.Config{
		Vendor: "Whereby", Account: limits.Account(Kind, c.BaseURL, c.Auth), Limits: newLimits(c.Limits),
		Store: c.Store, Now: c.Now, Patience: limits.Patience,
	}, c.Ledgers, c.OnStoreError)
}
