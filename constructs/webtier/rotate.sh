cat >/etc/logrotate.d/application <<'END_OF_ROTATE'
/var/log/application/*.log {
	daily
	rotate 2
	maxsize 100M
	copytruncate
	missingok
}
END_OF_ROTATE
