package webtier

// Drain holds a server that Auto Scaling takes out of service until its application has ended its work: queues, long
// connections, logs to be sent. Requests need none of it: the load balancer lets them end, for deregistrationDelaySeconds, and
// what is said here comes after. A server that is held costs as any other. It takes an image with systemd. Changing it
// replaces the servers, one at a time.
type Drain struct {
	// How long the application may take, in seconds, 1 to 3540. With deregistrationDelaySeconds it must fit into the time that
	// an update waits for each server, rollout.timeoutMinutes and five minutes more. Default: servers are not held.
	Seconds int `yaml:"seconds" range:"1,3540"`
	// The command that lets it, as in bash: it runs as root with the variables of /etc/evenkeel/environment, and the server is
	// terminated when it ends. Default: systemctl stop application.service, which asks with SIGTERM and waits as long;
	// required where application says nothing.
	Command string `yaml:"command"`
}
