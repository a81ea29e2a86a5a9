package meeting

import (
	"strconv"
	"strings"
	"time"
)

// Recurrence is an RFC 5545 recurrence rule (section 3.3.10) of daily, weekly,
// monthly or yearly frequency. It says which days; the time of day is that of the
// series' start, on the wall of its zone. The zero Recurrence means none.
type Recurrence struct {
	Frequency  Frequency
	Interval   int // every n-th period; 0 and 1 are the same
	Count      int // number of occurrences, 0 when not bounded so
	Until      Until
	ByDay      []WeekdayNum
	ByMonthDay []int // 1…31, or -1…-31 from the end
	ByMonth    []int
	BySetPos   []int
	ByYearDay  []int
	ByWeekNo   []int
	WeekStart  Weekday // "" is Monday
}

// Frequency is the FREQ of a rule.
type Frequency string

// The frequencies.
const (
	Daily   Frequency = "DAILY"
	Weekly  Frequency = "WEEKLY"
	Monthly Frequency = "MONTHLY"
	Yearly  Frequency = "YEARLY"
)

// Weekday is an RFC 5545 day: MO, TU, WE, TH, FR, SA or SU.
type Weekday string

// Weekdays lists the days from Monday on.
func Weekdays() [7]Weekday { return [7]Weekday{"MO", "TU", "WE", "TH", "FR", "SA", "SU"} }

// WeekdayOf returns the RFC 5545 name of d.
func WeekdayOf(d time.Weekday) Weekday { return Weekdays()[(int(d)+6)%7] }

// WeekdayNum is a day with its place in the month or year: {0, MO} is every
// Monday, {2, MO} the second, {-1, FR} the last Friday.
type WeekdayNum struct {
	N   int
	Day Weekday
}

// Until is the last moment of a series. The zero Until means none.
type Until struct {
	Time time.Time // in UTC; a wall clock written as if in UTC unless Form is UntilInstant
	Form UntilForm
}

// UntilForm is how an Until is written.
type UntilForm uint8

// The forms of an [Until].
const (
	UntilInstant UntilForm = iota // 20260331T215959Z
	UntilWall                     // 20260331T235959, on the wall of the series' zone
	UntilDate                     // 20260331, the whole day included
)

// IsZero reports whether the series has no last moment.
func (u Until) IsZero() bool { return u.Time.IsZero() }

var untilLayouts = [...]string{UntilInstant: "20060102T150405Z", UntilWall: "20060102T150405", UntilDate: "20060102"}

func (u Until) String() string { return u.Time.UTC().Format(untilLayouts[u.Form]) }

// IsZero reports whether there is no rule.
func (r Recurrence) IsZero() bool { return r.Frequency == "" }

// String returns the rule in its canonical form, without the "RRULE:" prefix:
// defaults left out, parts in the order of RFC 5545.
func (r Recurrence) String() string {
	if r.IsZero() {
		return ""
	}
	var b strings.Builder
	b.WriteString("FREQ=" + string(r.Frequency))
	if !r.Until.IsZero() {
		b.WriteString(";UNTIL=" + r.Until.String())
	}
	if r.Count > 0 {
		b.WriteString(";COUNT=" + strconv.Itoa(r.Count))
	}
	if r.Interval > 1 {
		b.WriteString(";INTERVAL=" + strconv.Itoa(r.Interval))
	}
	if len(r.ByDay) > 0 {
		days := make([]string, len(r.ByDay))
		for i, d := range r.ByDay {
			if d.N != 0 {
				days[i] = strconv.Itoa(d.N)
			}
			days[i] += string(d.Day)
		}
		b.WriteString(";BYDAY=" + strings.Join(days, ","))
	}
	for _, part := range r.numbers() {
		if len(*part.list) > 0 {
			words := make([]string, len(*part.list))
			for i, n := range *part.list {
				words[i] = strconv.Itoa(n)
			}
			b.WriteString(";" + part.name + "=" + strings.Join(words, ","))
		}
	}
	if r.WeekStart != "" && r.WeekStart != "MO" {
		b.WriteString(";WKST=" + string(r.WeekStart))
	}
	return b.String()
}

type numberPart struct {
	name string
	list *[]int
	max  int
	neg  bool
}

func (r *Recurrence) numbers() [5]numberPart {
	return [5]numberPart{
		{"BYMONTHDAY", &r.ByMonthDay, 31, true},
		{"BYYEARDAY", &r.ByYearDay, 366, true},
		{"BYWEEKNO", &r.ByWeekNo, 53, true},
		{"BYMONTH", &r.ByMonth, 12, false},
		{"BYSETPOS", &r.BySetPos, 366, true},
	}
}

// ParseRecurrence reads a rule such as "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10", with
// or without the "RRULE:" prefix. Anything but a valid rule is an [ErrInvalid].
func ParseRecurrence(text string) (Recurrence, error) {
	var r Recurrence
	rule := strings.TrimSpace(text)
	if len(rule) >= 6 && strings.EqualFold(rule[:6], "RRULE:") {
		rule = rule[6:]
	}
	if rule == "" {
		return r, ruleError("it is empty")
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(rule, ";") {
		name, value, ok := strings.Cut(part, "=")
		name, value = strings.ToUpper(name), strings.ToUpper(value)
		if !ok || value == "" {
			return Recurrence{}, ruleError("%q is not NAME=VALUE", part)
		}
		if seen[name] {
			return Recurrence{}, ruleError("%s is given twice", name)
		}
		seen[name] = true
		if err := r.set(name, value); err != nil {
			return Recurrence{}, err
		}
	}
	if err := r.Validate(); err != nil {
		return Recurrence{}, err
	}
	return r, nil
}

func ruleError(format string, args ...any) error { return Invalidf("recurrence", format, args...) }

func (r *Recurrence) set(name, value string) error {
	var err error
	switch name {
	case "FREQ":
		r.Frequency = Frequency(value)
	case "INTERVAL":
		r.Interval, err = positive(name, value)
	case "COUNT":
		r.Count, err = positive(name, value)
	case "UNTIL":
		r.Until, err = parseUntil(value)
	case "WKST":
		r.WeekStart = Weekday(value)
	case "BYDAY":
		r.ByDay, err = parseDays(value)
	default:
		for _, part := range r.numbers() {
			if part.name == name {
				*part.list, err = parseNumbers(name, value)
				return err
			}
		}
		return ruleError("%s is not supported", OneLine(name))
	}
	return err
}

// maxNumber bounds INTERVAL and COUNT, so that no expansion overflows.
const maxNumber = 1_000_000

func positive(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > maxNumber || value[0] == '+' {
		return 0, ruleError("%s=%s is not a positive number", name, value)
	}
	return n, nil
}

func parseUntil(value string) (Until, error) {
	for form, layout := range untilLayouts {
		// time.Parse would also take a fraction of a second; the zero time means no end.
		if t, err := time.Parse(layout, value); err == nil && len(value) == len(layout) && !t.IsZero() {
			return Until{t, UntilForm(form)}, nil
		}
	}
	return Until{}, ruleError("UNTIL=%s is no date or time", value)
}

func parseDays(value string) ([]WeekdayNum, error) {
	var days []WeekdayNum
	for word := range strings.SplitSeq(value, ",") {
		if len(word) < 2 {
			return nil, ruleError("BYDAY=%s: %q is no day", value, word)
		}
		d := WeekdayNum{Day: Weekday(word[len(word)-2:])}
		if place := word[:len(word)-2]; place != "" {
			n, err := strconv.Atoi(place)
			if err != nil || n == 0 {
				return nil, ruleError("BYDAY=%s: %q is no day", value, word)
			}
			d.N = n
		}
		days = append(days, d)
	}
	return days, nil
}

func parseNumbers(name, value string) ([]int, error) {
	var list []int
	for word := range strings.SplitSeq(value, ",") {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, ruleError("%s=%s: %q is no number", name, value, word)
		}
		list = append(list, n)
	}
	return list, nil
}
