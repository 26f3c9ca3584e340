// Package frontend draws what people see: page structs, templates of the same
// name, charts as inline SVG, QR codes. It reads nothing and decides nothing; a
// page struct holds all that its template shows.
package frontend
