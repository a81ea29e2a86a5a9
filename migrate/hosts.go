package migrate

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/libmeet/meeting"
)

// Hosts maps the address of a host at the source to an id or address at the
// target.
type Hosts map[string]string

// byteOrderMark begins the files of some spreadsheets.
const byteOrderMark = "\ufeff"

// ReadHosts reads a CSV file with the header source_email,target_host. Addresses
// are compared without regard to case.
func ReadHosts(r io.Reader) (Hosts, error) {
	text := bufio.NewReader(r)
	if mark, _ := text.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = text.Discard(len(mark)) // it is in the buffer
	}
	table := csv.NewReader(text)
	table.FieldsPerRecord = 2
	table.TrimLeadingSpace = true
	head, err := table.Read()
	if err != nil && !errors.Is(err, csv.ErrFieldCount) {
		return nil, hostsError("it has no header source_email,target_host")
	}
	if !slices.Equal(head, []string{"source_email", "target_host"}) {
		return nil, hostsError("its header is not source_email,target_host")
	}
	hosts := Hosts{}
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, hostsError("%v", err)
		}
		line, _ := table.FieldPos(0)
		source, target := strings.ToLower(strings.TrimSpace(row[0])), strings.TrimSpace(row[1])
		if err := meeting.ValidateEmail(source); err != nil {
			return nil, hostsError("line %d: %q is not an e-mail address", line, source)
		}
		if err := meeting.ValidateID("target_host", target); err != nil {
			return nil, hostsError("line %d: %v", line, err)
		}
		if _, twice := hosts[source]; twice {
			return nil, hostsError("line %d: %s is mapped twice", line, source)
		}
		hosts[source] = target
	}
	if len(hosts) == 0 {
		return nil, hostsError("it maps nobody")
	}
	return hosts, nil
}

func hostsError(format string, args ...any) error {
	return meeting.Invalidf("map_hosts", format, args...)
}

// sources lists who is mapped, sorted.
func (h Hosts) sources() []string {
	var list []string
	for source := range h {
		list = append(list, source)
	}
	slices.Sort(list)
	return list
}

// targets lists the hosts at the target, sorted.
func (h Hosts) targets() []string {
	var list []string
	for _, target := range h {
		list = append(list, target)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// find returns the host at the target for a meeting that was read from the list of
// listed, "" for the configured user's. Without a map it is the target's configured
// user.
func (h Hosts) find(src meeting.Meeting, listed string) (string, error) {
	if h == nil {
		return "", nil
	}
	for _, name := range []string{src.Host.Email, listed, src.Host.ID} {
		if target, ok := h[strings.ToLower(name)]; ok && name != "" {
			return target, nil
		}
	}
	who := src.Host.Email
	if who == "" {
		who = src.Host.ID
	}
	if who == "" {
		who = "its host, whom the vendor doesn't name"
	}
	return "", hostsError("it has no line for %s, the host of the meeting %s", who, src.ID)
}
