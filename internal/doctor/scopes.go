// Package doctor is what adapters share to examine themselves: with reads only, they
// find out why calls fail or will fail, and what to do about it.
package doctor

import (
	"slices"
	"strings"

	"github.com/libmeet/meeting/provider"
)

// Need is what an operation needs: one scope of each list.
type Need struct {
	Op  provider.Op
	All []AnyOf
}

// AnyOf are scopes of which one will do, the one to ask for first.
type AnyOf []string

// Wanted lists the scopes to ask for, so that all of ops work.
func Wanted(needs []Need, ops []provider.Op) []string {
	var out []string
	for _, need := range needs {
		if !slices.Contains(ops, need.Op) {
			continue
		}
		for _, any := range need.All {
			if !slices.Contains(out, any[0]) {
				out = append(out, any[0])
			}
		}
	}
	return out
}

// Missing returns, for each of ops that scopes don't allow, the lists of which none
// is there.
func Missing(needs []Need, ops []provider.Op, scopes []string) []Need {
	var out []Need
	for _, need := range needs {
		lacks := Need{Op: need.Op}
		for _, any := range need.All {
			if !slices.ContainsFunc(any, func(want string) bool { return covered(want, scopes) }) {
				lacks.All = append(lacks.All, any)
			}
		}
		if len(lacks.All) > 0 && slices.Contains(ops, need.Op) {
			out = append(out, lacks)
		}
	}
	return out
}

// covered reports a scope that is among those given, or that a wider one holds:
// Zoom's with :admin or :master behind it, Zoho's with ALL for its last word.
func covered(want string, scopes []string) bool {
	return slices.ContainsFunc(scopes, func(have string) bool {
		if strings.EqualFold(have, want) || have == want+":admin" || have == want+":master" {
			return true
		}
		area, isAll := strings.CutSuffix(have, ".ALL")
		last := strings.LastIndexByte(want, '.')
		return isAll && last > 0 && strings.EqualFold(want[:last], area)
	})
}

// String names the scopes, for people.
func (n Need) String() string {
	lists := make([]string, len(n.All))
	for i, any := range n.All {
		lists[i] = strings.Join(any, " or ")
	}
	return strings.Join(lists, " and ")
}
