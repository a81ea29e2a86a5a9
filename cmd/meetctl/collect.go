package main

import "iter"

// collect reads a list to its end, or to its first most items when most is not 0.
func collect[T any](list iter.Seq2[T, error], most int) ([]T, error) {
	items := []T{}
	for item, err := range list {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if len(items) == most {
			break
		}
	}
	return items, nil
}
