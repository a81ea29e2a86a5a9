package zohosdk

import (
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/internal/zoho"
)

// planner gives [Provider] the methods of provider.Planner, and Close.
type planner = limits.Planner

// keeper keeps the limits of the account: all calls count alike, so that requests
// need no class (contracts/zoho.md A2.8).
func (c Config) keeper() (*quota.Keeper, error) {
	return zoho.MeetingKeeper(quota.Config{Store: c.Store, Now: c.Now}, c.Limits, c.BaseURL, c.Auth, c.Ledgers, c.OnStoreError)
}
