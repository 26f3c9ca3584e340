package survey

// MostNumber is the largest number of anything that is counted and added up, from a plan's
// minimum to an agency's transactions: a sum of as many as an edition holds stays exact.
const MostNumber = 1 << 40
