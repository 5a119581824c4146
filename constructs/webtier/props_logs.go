package webtier

// Logs configure which logs of the servers the CloudWatch agent sends to a log group of the tier, one log stream for each
// file and server. The agent is installed from Amazon Linux's packages unless the server has it; a server on which it does
// not start serves all the same.
type Logs struct {
	// Sends none: what an application writes is in its server's journal, and gone with the server. Default: false.
	Disable bool `yaml:"disable"`
	// More files, by their paths on the server. Naming one turns logs on for a script of your own too. Default: with an
	// application, what it writes and /var/log/cloud-init-output.log, which tells of failed starts; else none.
	Files []string `yaml:"files"`
	// How many days CloudWatch Logs keeps them, one of the periods that it offers. Default: 90.
	RetentionDays int `yaml:"retentionDays" default:"90" range:"1,3653"`
	// The ARN of a key of your own that encrypts them, in the stack's Region. Its policy must let CloudWatch Logs use it
	// (source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service").
	// Default: a new key at about a dollar a month, kept when the stack is deleted, as the logs are.
	KMSKeyARN string `yaml:"kmsKeyArn"`
}
