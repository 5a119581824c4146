chmod 755 /etc/evenkeel/start

cat >/etc/systemd/system/application.service <<'END_OF_UNIT'
[Unit]
Description=The application
Wants=network-online.target
After=network-online.target{{after}}
StartLimitIntervalSec=0

[Service]
Type=exec
{{service}}
ExecStart=/etc/evenkeel/start
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
END_OF_UNIT
{{rotate}}
systemctl daemon-reload
systemctl enable application.service
systemctl restart application.service
