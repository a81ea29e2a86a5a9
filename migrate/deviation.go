package migrate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// deviation is a meeting of a series that is not as its rule says.
type deviation struct {
	At        time.Time     `json:"at"` // by the rule
	Cancelled bool          `json:"cancelled,omitempty"`
	Start     time.Time     `json:"start,omitzero"`  // where it was moved to
	Length    time.Duration `json:"length,omitzero"` // of it, where that is another
}

func (d deviation) String() string {
	switch {
	case d.Cancelled:
		return stamp(d.At) + " cancelled"
	case d.Length > 0 && !d.Start.IsZero():
		return stamp(d.At) + " at " + stamp(d.Start) + " for " + d.Length.String()
	case d.Length > 0:
		return stamp(d.At) + " for " + d.Length.String()
	}
	return stamp(d.At) + " at " + stamp(d.Start)
}

func deviationText(list []deviation) string {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = d.String()
	}
	return strings.Join(words, "; ")
}

// deviations lists what is to come of a series and is not as its rule says, as far
// as its vendor lists meetings. It is unsure when several were moved and some are
// gone: which is which can't be told then.
func (m *Migration) deviations(src meeting.Meeting, now time.Time) (list []deviation, unsure bool) {
	if len(src.Occurrences) == 0 || src.Recurrence.IsZero() {
		return nil, false
	}
	planned, known := m.planned(src)
	var moved []meeting.Occurrence
	for _, o := range src.Occurrences {
		i := slices.IndexFunc(planned, o.Start.Equal)
		switch {
		case i < 0 && known && o.Status == meeting.StatusCancelled:
			continue // it was moved first, or is none of the rule's: it shows as a gap
		case i < 0 && known:
			moved = append(moved, o)
			continue
		case i >= 0:
			planned = slices.Delete(planned, i, i+1)
		}
		switch length := differs(o, src); {
		case o.Status == meeting.StatusCancelled:
			list = append(list, deviation{At: o.Start, Cancelled: true})
		case length > 0:
			list = append(list, deviation{At: o.Start, Length: length})
		}
	}
	// What is left of the rule was moved, or is listed no more.
	if known && len(moved) > 0 && len(moved) != len(planned) {
		unsure = true
	}
	for i, at := range planned {
		switch {
		case len(moved) == 0:
			list = append(list, deviation{At: at, Cancelled: true})
		case i < len(moved):
			list = append(list, deviation{At: at, Start: moved[i].Start, Length: differs(moved[i], src)})
		}
	}
	list = slices.DeleteFunc(list, func(d deviation) bool { return !d.At.After(now) && !d.Start.After(now) })
	slices.SortFunc(list, func(a, b deviation) int { return a.At.Compare(b.At) })
	return list, unsure
}

// differs returns the length of one meeting of a series if it is not the series'.
func differs(o meeting.Occurrence, src meeting.Meeting) time.Duration {
	if o.Duration == src.Duration {
		return 0
	}
	return o.Duration
}

// planned lists when the rule of src meets, up to the last meeting that is listed:
// vendors list no more than so many, and not all list what is over.
func (m *Migration) planned(src meeting.Meeting) ([]time.Time, bool) {
	times, err := m.series(src.Recurrence, src.Start, src.Zone)
	if err != nil {
		return nil, false
	}
	last := slices.MaxFunc(src.Occurrences, func(a, b meeting.Occurrence) int { return a.Start.Compare(b.Start) }).Start
	var planned []time.Time
	for t := range times {
		if t.After(last) {
			break
		}
		planned = append(planned, t)
	}
	return planned, true
}

// adaptable reports whether the target can be told of d.
func (m *Migration) adaptable(d deviation) bool {
	caps := m.to.Info().Capabilities
	if d.Cancelled {
		return caps.Can(provider.OpCancelOccurrence)
	}
	return caps.Can(provider.OpUpdateOccurrence) &&
		(d.Start.IsZero() || takes(caps.Occurrence, provider.FieldStart)) && (d.Length == 0 || takes(caps.Occurrence, provider.FieldDuration))
}

// wishDeviations keeps what the target can be told of once it exists; the rest is
// lost.
func (m *Migration) wishDeviations(w *wish, src meeting.Meeting, now time.Time) {
	list, unsure := m.deviations(src, now)
	lost := 0
	for _, d := range list {
		if m.adaptable(d) && !unsure {
			w.deviations = append(w.deviations, d)
		} else {
			lost++
		}
	}
	if lost == 0 && !unsure {
		return
	}
	why := m.to.Info().Vendor + " can't change a single meeting of a series"
	if unsure {
		why = "which meetings of the series were moved, and which are gone, can't be told"
	}
	w.lose(fieldOccurrences, meeting.Refuse, fmt.Sprintf("%d moved, changed or cancelled", max(lost, 1)), "as the rule says", why)
}

// adapt tells the target of the deviations of a series that was created. Each can be
// told again.
func (r *run) adapt(ctx context.Context, t *task) error {
	if len(t.rec.Deviations) == 0 {
		return nil
	}
	id := t.rec.TargetID
	there, err := r.m.to.GetMeeting(ctx, id)
	if err != nil {
		return err
	}
	for _, d := range t.rec.Deviations {
		i := slices.IndexFunc(there.Occurrences, func(o meeting.Occurrence) bool {
			return o.Start.Equal(d.At) && o.Status != meeting.StatusCancelled
		})
		if i < 0 {
			continue // an earlier run has told it
		}
		occurrence := there.Occurrences[i].ID
		if d.Cancelled {
			err = r.m.to.CancelMeeting(ctx, id, meeting.CancelOptions{Occurrence: occurrence, Notify: meeting.Off})
		} else {
			patch := meeting.Patch{Occurrence: occurrence}
			if !d.Start.IsZero() {
				patch.Start = &d.Start
			}
			if d.Length > 0 {
				patch.Duration = &d.Length
			}
			_, err = r.m.to.UpdateMeeting(ctx, id, patch)
		}
		if err != nil && !errors.Is(err, meeting.ErrNotFound) {
			return err
		}
	}
	t.rec.Deviations = nil
	return r.hold.save(ctx, t.item.Source.ID, t.rec, nil)
}
