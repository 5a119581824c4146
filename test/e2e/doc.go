// Package e2e deploys the shipped environments into an account each with the cdk command line, asks the APIs of AWS what is
// there, changes it, breaks it, and takes it away again. README.md says how to run it and what it costs.
package e2e
