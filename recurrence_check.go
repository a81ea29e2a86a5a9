package meeting

import "slices"

// Validate returns an [ErrInvalid] error when r is no rule that RFC 5545 allows.
func (r Recurrence) Validate() error {
	switch r.Frequency {
	case Daily, Weekly, Monthly, Yearly:
	case "":
		return ruleError("FREQ is missing")
	default:
		return ruleError("FREQ=%s is none of DAILY, WEEKLY, MONTHLY, YEARLY", r.Frequency)
	}
	if r.Interval < 0 || r.Count < 0 {
		return ruleError("INTERVAL and COUNT must not be negative")
	}
	if r.Interval > maxNumber || r.Count > maxNumber {
		return ruleError("INTERVAL and COUNT must not be more than %d", maxNumber)
	}
	if r.Count > 0 && !r.Until.IsZero() {
		return ruleError("COUNT and UNTIL exclude each other")
	}
	week := Weekdays()
	if r.WeekStart != "" && !slices.Contains(week[:], r.WeekStart) {
		return ruleError("WKST=%s is no day", r.WeekStart)
	}
	for _, d := range r.ByDay {
		if !slices.Contains(week[:], d.Day) || d.N < -53 || d.N > 53 {
			return ruleError("BYDAY: %d%s is no day", d.N, d.Day)
		}
		if d.N != 0 && (r.Frequency == Daily || r.Frequency == Weekly || (r.Frequency == Yearly && len(r.ByWeekNo) > 0)) {
			return ruleError("BYDAY with a number needs FREQ=MONTHLY, or YEARLY without BYWEEKNO")
		}
	}
	for _, part := range r.numbers() {
		for _, n := range *part.list {
			if n == 0 || n > part.max || n < -part.max || (n < 0 && !part.neg) {
				return ruleError("%s=%d is out of range", part.name, n)
			}
		}
	}
	return r.validateParts()
}

// validateParts enforces the notes under the table of RFC 5545, section 3.3.10.
func (r Recurrence) validateParts() error {
	switch {
	case len(r.ByMonthDay) > 0 && r.Frequency == Weekly:
		return ruleError("BYMONTHDAY does not go with FREQ=WEEKLY")
	case len(r.ByYearDay) > 0 && r.Frequency != Yearly:
		return ruleError("BYYEARDAY needs FREQ=YEARLY")
	case len(r.ByWeekNo) > 0 && r.Frequency != Yearly:
		return ruleError("BYWEEKNO needs FREQ=YEARLY")
	case len(r.BySetPos) > 0 && len(r.ByDay)+len(r.ByMonthDay)+len(r.ByMonth)+len(r.ByYearDay)+len(r.ByWeekNo) == 0:
		return ruleError("BYSETPOS needs another BY part")
	}
	return nil
}
