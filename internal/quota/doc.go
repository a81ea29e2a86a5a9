// Package quota spends the limits that vendors set before a call is made, instead of
// finding them out by being refused, and corrects itself from the answers.
//
// # What may leave
//
// A call goes only when fewer units than the limit are in flight or were answered
// in the last window. A request is sent, arrives and is answered in this order, so
// what arrived at the vendor in any window before it is still in the log or in
// flight: no window of the vendor's can hold more than the limit, whether it slides
// or is fixed, however long the network takes. That is a proof, not a tuning. It
// costs one round trip a window.
//
// Where a window is known to be fixed a second rule may let the call go too. The
// vendor's clock is bounded from the Date of its answers; a window counts as new
// when the slowest clock within the bounds has passed its edge, and every call that
// was in flight, or answered after the fastest clock had passed it, counts in the
// new one. Either rule alone is enough: consider the last call sent of those that
// arrive in one window, the rule that let it go has counted all the others.
//
// # What answers teach
//
// The remaining units that an answer names bound what may leave by what others
// have spent, see news.go. Others are reckoned with only after an answer has shown
// more units spent than this ledger can account for; from then on a window that may
// have filled meanwhile is tried with one call first.
//
// # Processes
//
// With a store, all processes spend from one state. Reservations that meet are
// made in one atomic update, and answers are written along with the next
// reservation or a moment later: a call costs about one update, less under load.
// What a dead process had in flight counts as spent until its window has passed.
package quota
