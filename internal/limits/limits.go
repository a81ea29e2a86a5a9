// Package limits is what the limits.go of the adapters share: the name of an
// account, and the answers to plans.
package limits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/provider"
)

// Patience is how long a call without a deadline waits for its turn. It covers
// every limit and lock but those of a day: nobody wants to find a goroutine that
// waits for tomorrow.
const Patience = time.Hour

// Account names whose limits are spent: those of vendor at baseURL for whom the
// credential is. It holds nothing of a secret, and is the same whatever the
// provider is called.
func Account(vendor, baseURL string, auth meeting.Credentials) string {
	parts := []string{strings.TrimRight(baseURL, "/")}
	if auth.AccountID != "" { // shared by all apps of the account
		parts = append(parts, "account", auth.AccountID)
	} else {
		// Of the one of these that is set nothing but a digest of its digest goes in.
		parts = append(parts, string(auth.Flow), auth.ClientID,
			digest(auth.RefreshToken.Reveal()), digest(auth.AccessToken.Reveal()), digest(auth.APIKey.Reveal()))
	}
	return vendor + "/" + digest(parts...)[:16]
}

// Own lists the limit that the user sets beside the vendor's.
func Own(known meeting.AccountLimits) []quota.Limit {
	if known.RequestsPerMinute == 0 {
		return nil
	}
	return []quota.Limit{{Name: "own", Amount: known.RequestsPerMinute, Every: time.Minute}}
}

// digest hashes the parts, each with its length in front so that they don't run
// together.
func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		_, _ = h.Write([]byte(strconv.Itoa(len(part)) + ":" + part)) // never fails
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Spend is what an operation spends: the class and the cost of its main request.
type Spend struct {
	Class string // as the adapter's limits name it
	Cost  int    // 0 is 1
}

// Planner implements [provider.Planner] for an adapter, which embeds it.
type Planner struct {
	keeper *quota.Keeper
	spend  map[provider.Op]Spend // missing: of the class "", once
	host   string                // who is meant by ""
}

// NewPlanner returns a planner of what keeper keeps.
func NewPlanner(keeper *quota.Keeper, spend map[provider.Op]Spend, host string) *Planner {
	return &Planner{keeper, spend, host}
}

func (p *Planner) call(op provider.Op, host string) quota.Call {
	if host == "" {
		host = p.host
	}
	s := p.spend[op]
	return quota.Call{Class: s.Class, Host: Host(host), Cost: s.Cost}
}

// Host is how limits name a host: addresses differ in case only by accident.
func Host(name string) string { return strings.ToLower(name) }

// Headroom returns how many calls of op may be sent now.
func (p *Planner) Headroom(ctx context.Context, op provider.Op, host string) (provider.Headroom, error) {
	h, err := p.keeper.Headroom(ctx, p.call(op, host))
	return provider.Headroom(h), err
}

// NextSlot returns when n calls of op will have been possible.
func (p *Planner) NextSlot(ctx context.Context, op provider.Op, host string, n int) (time.Time, error) {
	return p.keeper.NextSlot(ctx, p.call(op, host), n)
}

// Close writes what was learned of the limits into the store.
func (p *Planner) Close() error {
	p.keeper.Close()
	return nil
}
