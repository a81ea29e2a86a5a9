package providertest

import (
	"cmp"
	"slices"
)

// faults is the table. It is sorted, so that every run has the same order.
func faults() []fault {
	table := slices.Concat(networkFaults(), changeFaults(), answerFaults(), valueFaults(), limitFaults(), credentialFaults(), pagingFaults(), keyedFaults(), printFaults())
	slices.SortFunc(table, func(a, b fault) int { return cmp.Compare(a.name, b.name) })
	return table
}
