package normalize

import (
	"strings"
	"time"
)

// wallText is a wall clock as Zoho writes it, "Jun 19, 2020 07:00 PM IST".
type wallText struct{ text, member string }

// zohoLayout takes days and hours with and without a leading zero.
const zohoLayout = "Jan 2, 2006 3:04 PM"

// zohoWall turns a wall clock into an instant, by the zone and never by the
// abbreviation that may follow: time.Parse takes IST for UTC (contracts/zoho.md B11).
// The offset decides where the zone is not known, or shows that time twice.
func (r *reader) zohoWall(z *zohoSession, w wallText) time.Time {
	fields := strings.Fields(w.text)
	if len(fields) == 0 || r.err != nil {
		return time.Time{}
	}
	if len(fields) == 6 {
		fields = fields[:5]
	}
	naive, err := time.Parse(zohoLayout, strings.Join(fields, " "))
	if err != nil {
		r.fail(w.member, "the time can't be read")
		return time.Time{}
	}
	loc, unknown := z.m.Zone.Location()
	byOffset := naive.Add(-time.Duration(z.offset) * time.Millisecond)
	shows := z.hasOffset && (unknown != nil || byOffset.In(loc).Format(wallLayout) == naive.Format(wallLayout))
	if shows && z.offset > -maxOffset && z.offset < maxOffset {
		return r.utc(w.member, byOffset)
	}
	return r.resolve(moment{wall: naive.Format(wallLayout), member: w.member}, z.m.Zone)
}

// maxOffset is more milliseconds than any zone is from UTC.
const maxOffset = 18 * 3600 * 1000

// zohoInstant reads Unix milliseconds, where 0 and less are no time.
func (r *reader) zohoInstant(member string) time.Time {
	literal := strings.TrimSpace(r.text())
	if literal == "0" || strings.HasPrefix(literal, "-") {
		return time.Time{}
	}
	return r.fromMillis(member, literal)
}

// zohoSpan reads a length in milliseconds that may be short; seconds are cut off at.
func (r *reader) zohoSpan() time.Duration {
	n, ok := r.integer()
	return length(n, ok, time.Millisecond).Truncate(time.Second)
}
