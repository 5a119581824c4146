
cat >/etc/systemd/system/evenkeel-lifecycle.service <<'END_OF_UNIT'
[Unit]
Description=Puts the server into service when it leaves the warm pool
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/etc/evenkeel/lifecycle watch
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
END_OF_UNIT
[[ $purpose = Warmed:* ]] || touch /run/evenkeel-in-service # this script sees to it
systemctl daemon-reload
systemctl enable evenkeel-lifecycle.service
systemctl restart evenkeel-lifecycle.service
/etc/evenkeel/lifecycle proceed CONTINUE
if [[ $purpose = Warmed:* ]]; then
	status=SUCCESS
	exit
fi
