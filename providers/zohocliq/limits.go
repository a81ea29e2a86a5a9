package zohocliq

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/provider"
)

// Cliq lets a user ask so often in a minute, and refuses one who asks more for
// [lockPeriod] (contracts/whereby-cliq.md 2A, 2B). Its answers don't say what is
// left, so one whose other programs ask too keeps half of it free.
const (
	perMinute      = 10
	perMinuteAlone = 20
)

// newLimits lists the one limit of a user: all calls count alike, so that requests
// need no class.
func newLimits(known meeting.AccountLimits) []quota.Limit {
	if known.Plan == meeting.PlanNone {
		return nil
	}
	amount := perMinute
	switch {
	case known.RequestsPerMinute > 0:
		amount = known.RequestsPerMinute
	case known.Exclusive:
		amount = perMinuteAlone
	}
	return []quota.Limit{{Name: "minute", Amount: amount, Every: time.Minute, Lock: lockPeriod}}
}

// spending says which operations are more than one request: they read the event
// first.
var spending = map[provider.Op]limits.Spend{
	provider.OpUpdate: {Cost: 2},
	provider.OpCancel: {Cost: 2},
}

// planner gives [Provider] the methods of provider.Planner, and Close.
type planner = limits.Planner

// keeper keeps the limits of the user.
func (c Config) keeper() (*quota.Keeper, error) {
	return quota.NewKeeper(quota.Config{
		Vendor: "Cliq", Account: limits.Account(Kind, c.BaseURL, c.Auth), Limits: newLimits(c.Limits),
		Store: c.Store, Now: c.Now, Patience: limits.Patience,
	}, c.Ledgers, c.OnStoreError)
}
