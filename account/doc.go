// Package account is the people who run the service: their accounts and roles, how
// they sign in, what each may do and to whose figures, and what waits for a second
// person. It stores nothing itself and draws nothing.
package account
