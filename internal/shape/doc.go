// Package shape holds tests only. They keep the house in order: adapters that look
// alike, arrows between packages that point one way, no init functions, no package
// variables that change, no long files, and everything exported explained.
package shape
