package meeting

// AccountLimits say what is known of a vendor's limits for an account. Calls wait
// for them before they are sent, see the Limits of each adapter. The zero value is
// what can be relied on, or learned from answers, without knowing anything.
type AccountLimits struct {
	// Plan names the vendor's plan, whose published limits apply; [PlanNone] keeps
	// no limits at all.
	Plan string

	// RequestsPerMinute is a figure of your own, beside those of the plan; where the
	// vendor counts points it is points. 0: none.
	RequestsPerMinute int

	// Exclusive says that nobody else uses the account.
	Exclusive bool
}

// PlanNone is the plan of an account without limits: every call is sent at once.
const PlanNone = "none"

// Validate returns an [ErrInvalid] error unless the plan is "", [PlanNone] or among
// those that a vendor has.
func (l AccountLimits) Validate(plans ...string) error {
	if l.RequestsPerMinute < 0 {
		return Invalidf("limits.requests_per_minute", "it is negative")
	}
	if l.Plan == "" || l.Plan == PlanNone {
		return nil
	}
	for _, plan := range plans {
		if plan == l.Plan {
			return nil
		}
	}
	if len(plans) == 0 {
		return Invalidf("limits.plan", "%q: this vendor's plans don't differ", l.Plan)
	}
	return Invalidf("limits.plan", "%q is none of %s", l.Plan, joinWords(append(plans, PlanNone)))
}
