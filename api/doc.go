// Package api is every URL: binding, one use case, an answer. What a rule is
// stands below; what a page looks like stands in frontend.
package api
