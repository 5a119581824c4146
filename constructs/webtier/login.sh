registry=${image%%/*}
aws ecr get-login-password --region "$(cut -d . -f 4 <<<"$registry")" |
	docker login --username AWS --password-stdin "$registry"
