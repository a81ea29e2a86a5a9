package calendar

import "strings"

// hostIndex finds the rows of the table for a host, in as many steps as it has dots.
type hostIndex map[string][]int

var (
	hosts  = newHostIndex()
	shapes = newShapes()
)

func newHostIndex() hostIndex {
	index := hostIndex{}
	for i, s := range services {
		for _, host := range s.hosts {
			index[host] = append(index[host], i)
		}
	}
	return index
}

func newShapes() [][]shape {
	all := make([][]shape, len(services))
	for i, s := range services {
		for _, text := range s.shapes {
			all[i] = append(all[i], newShape(text))
		}
	}
	return all
}

// maxHost is the longest name that DNS has.
const maxHost = 253

// lookUp returns the rows for host: first those that name it, then those that name
// what it is below, then those that name its beginning.
func lookUp(host string) []int {
	if len(host) > maxHost {
		return nil
	}
	rows := hosts[host]
	for rest := host; ; {
		_, above, ok := strings.Cut(rest, ".")
		if !ok {
			break
		}
		if found := hosts["*."+above]; len(found) > 0 {
			rows = append(rows[:len(rows):len(rows)], found...)
		}
		rest = above
	}
	if first, rest, ok := strings.Cut(host, "."); ok && strings.Contains(rest, ".") {
		first = strings.TrimRight(first, "0123456789-") // bbb2.example.edu
		rows = append(rows[:len(rows):len(rows)], hosts[first+".*"]...)
	}
	return rows
}

// known reports whether a link may be at host.
func known(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if len(lookUp(host)) > 0 {
		return true
	}
	for _, w := range wrappers {
		if hasHost(w.hosts, host) {
			return true
		}
	}
	return false
}

// hasHost reports whether list names host or what it is below.
func hasHost(list []string, host string) bool {
	for _, name := range list {
		if below, ok := strings.CutPrefix(name, "*"); ok && strings.HasSuffix(host, below) && len(host) > len(below) || name == host {
			return true
		}
	}
	return false
}
