package main

import "flag"

// The tests whose names begin with TestTorture break what the service stands on
// while answers come in, and compare what senders were told with what is stored.
// They are short in "make test"; "make torture" runs them at full length.
var torture = flag.Bool("torture", false, "run the torture tests at full length")

// scale is how long or how often a torture test does something.
func scale[N any](short, full N) N {
	if *torture {
		return full
	}
	return short
}
