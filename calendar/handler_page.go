package calendar

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/libmeet/meeting"
)

//go:embed page
var assets embed.FS

var pageTemplate = template.Must(template.ParseFS(assets, "page/agenda.html"))

// pageDays is how many days a page shows.
const pageDays = 7

// pageData is what the template shows.
type pageData struct {
	Name, Zone    string
	Title         string
	From, To      string // first and last day
	Earlier       string // links
	Later, Today  string
	Filters       []filterData
	Notes         []trouble
	Days          []dayData
	Feed          string
	Taken         string
	TakenDatetime string
}

type filterData struct {
	Name, Link string
	Current    bool
}

type dayData struct {
	ID, Label string
	Items     []itemData
}

type itemData struct {
	ID            string
	Title         string
	Start, End    string
	StartDatetime string
	EndDatetime   string
	EndsLater     string // the day, when it is another one
	Provider      string
	Vendor        string
	Host          string
	JoinURL       string
	Passcode      string
	Overlaps      []string
	Cancelled     bool
}

// page serves the agenda of some days.
func (h *Handler) page(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	name := query.Get("provider")
	if !h.has(name) {
		http.Error(w, "404 no such provider", http.StatusNotFound)
		return
	}
	from, ok := h.firstDay(query.Get("from"))
	if !ok {
		http.Error(w, "400 from is not a date such as 2026-12-01", http.StatusBadRequest)
		return
	}
	now, err := h.latest(r.Context())
	if err != nil {
		h.unavailable(w, kindText(err))
		return
	}
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, h.pageData(now, name, from)); err != nil {
		h.cfg.OnError(err)
		http.Error(w, "500 the page can't be written", http.StatusInternalServerError)
		return
	}
	warn(w.Header(), now.notes)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", "en")
	w.Header().Set("Cache-Control", "private, no-cache")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(out.Bytes()))
}

// firstDay reads from; without one it is today.
func (h *Handler) firstDay(text string) (time.Time, bool) {
	if text == "" {
		y, m, d := h.cfg.Now().In(h.loc).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, h.loc), true
	}
	t, err := time.ParseInLocation(time.DateOnly, text, h.loc)
	return t, err == nil && t.Year() >= 1970
}

func (h *Handler) pageData(now *snapshot, name string, from time.Time) pageData {
	to := from.AddDate(0, 0, pageDays)
	link := func(from time.Time, name string) string {
		q := url.Values{}
		if name != "" {
			q.Set("provider", name)
		}
		if !from.IsZero() {
			q.Set("from", from.Format(time.DateOnly))
		}
		return "?" + q.Encode()
	}
	const label = "Monday, 2 January 2006"
	data := pageData{
		Name: h.cfg.Name, Zone: h.loc.String(), From: from.Format(label), To: to.AddDate(0, 0, -1).Format(label),
		Earlier: link(from.AddDate(0, 0, -pageDays), name), Later: link(to, name), Today: link(time.Time{}, name),
		Notes: now.notes, Feed: "meetings.ics", Taken: now.taken.In(h.loc).Format("2 January 2006, 15:04"), TakenDatetime: now.taken.UTC().Format(time.RFC3339),
		Filters: []filterData{{"All", link(from, ""), name == ""}},
	}
	if name != "" {
		data.Feed += "?" + url.Values{"provider": {name}}.Encode()
	}
	for _, c := range h.cfg.Clients {
		data.Filters = append(data.Filters, filterData{c.Info().Name, link(from, c.Info().Name), c.Info().Name == name})
	}
	overlaps := map[string][]string{}
	for _, c := range Conflicts(now.items) {
		overlaps[c.A.anchor()] = append(overlaps[c.A.anchor()], titleOf(c.B.Meeting))
		overlaps[c.B.anchor()] = append(overlaps[c.B.anchor()], titleOf(c.A.Meeting))
	}
	for day := from; day.Before(to); day = day.AddDate(0, 0, 1) {
		d := dayData{ID: day.Format("day-2006-01-02"), Label: day.Format(label)}
		next := day.AddDate(0, 0, 1)
		for _, item := range now.items {
			if (name == "" || item.isOf(name)) && !item.Start.Before(day) && item.Start.Before(next) {
				d.Items = append(d.Items, h.itemData(item, overlaps[item.anchor()]))
			}
		}
		data.Days = append(data.Days, d)
	}
	return data
}

// anchor names an item on the page.
func (i Item) anchor() string {
	return "m-" + i.Start.UTC().Format("20060102T150405") + "-" + uidPart(i.Provider) + "-" + uidPart(i.ID)
}

func (h *Handler) itemData(item Item, overlaps []string) itemData {
	start := item.Start.In(h.loc)
	d := itemData{
		ID: item.anchor(), Title: titleOf(item.Meeting), Start: start.Format("15:04"), StartDatetime: item.Start.Format(time.RFC3339),
		Provider: item.Provider, Vendor: item.Vendor, Host: or(item.Host.Name, item.Host.Email),
		JoinURL: item.JoinURL, Passcode: item.Passcode.Reveal(), Overlaps: overlaps, Cancelled: item.Status == meeting.StatusCancelled,
	}
	if !item.End.IsZero() {
		end := item.End.In(h.loc)
		d.End, d.EndDatetime = end.Format("15:04"), item.End.Format(time.RFC3339)
		if end.Format(time.DateOnly) != start.Format(time.DateOnly) {
			d.EndsLater = end.Format("Mon 2 January")
		}
	}
	return d
}

func titleOf(m meeting.Meeting) string { return or(m.Title, "Untitled meeting") }

// style serves the style sheet.
func (h *Handler) style(w http.ResponseWriter, r *http.Request) {
	data, err := assets.ReadFile("page/style.css")
	if err != nil {
		http.Error(w, "500 the style sheet is missing", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
