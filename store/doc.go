// Package store keeps everything in SQLite or PostgreSQL, through gorm, from one
// SQL text. It satisfies the small interfaces of the use cases and knows nothing
// of pages or HTTP.
package store
