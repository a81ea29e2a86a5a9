// Package migrate moves meetings from one provider to another, so that it can be
// proved: [Migration.Plan] writes what would happen, [Migration.Apply] does it,
// [Migration.Verify] compares both sides, [Migration.Rollback] undoes it. It works
// on two [provider.Client]s and a [store.Store] and knows no vendor.
//
// What it promises:
//
//   - A plan is written by reads only. What a target can't take stands in it as
//     losses, before anything happens; what the loss policy refuses is skipped, with
//     the reason. Secrets are not in it: apply reads them again at the source.
//   - Apply makes each meeting once, whatever kills it at whatever moment, and the
//     same call goes on where it ended. Each create has a key of plan and source
//     ([meeting.CreateRequest].Key), what was asked for is journalled before it is
//     sent, and two plans of one source meeting share its key. Two processes never
//     work on one plan: a lease is checked in the transaction of every write.
//   - A source that changed since the plan is not created but reported as changed.
//   - A create whose outcome can't be told is reported as unknown and never sent
//     twice; the next run finds out.
//   - Soonest first, within the target's limits: a host whose limit is used up waits
//     alone. A wait longer than [ApplyOptions].MaxWait ends the run with
//     [meeting.ErrRateLimited]; the same call goes on later.
//   - Rollback removes what the plan created and nothing that it adopted.
//
// A plan is a JSON file: see [Read] for its form and what is checked.
package migrate
