{{/*
The section admin. What is blank is dropped; false is kept, since acceptIdTokens: false says something.
The trimmed users keep their places in the list that was given, so that messages name the right one.
*/}}
{{- define "sluice.admin" -}}
{{- $values := .Values.admin | default dict -}}
{{- if and (hasKey $values "enabled") (not $values.enabled) -}}
{}
{{- else -}}
{{- $admin := (include "sluice.trim" (dict "value" (omit $values "enabled") "keep" true) | fromJson).value | default dict -}}
{{- $_ := required "missing admin.identityProvider" $admin.identityProvider -}}
{{- $_ := required "missing admin.jwksEndpoint" $admin.jwksEndpoint -}}
{{- if not $admin.users }}{{ fail "missing admin.users" }}{{ end -}}
{{- range $index, $given := $values.users -}}
{{- $user := (include "sluice.trim" (dict "value" $given "keep" true) | fromJson).value -}}
{{- if $user -}}
{{- range $key := list "id" "firstName" "lastName" "email" -}}
{{- $_ := required (printf "admin.users[%d].%s is required" $index $key) (get $user $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not (or (dig "dsn" "value" "" $admin) (dig "dsn" "valueFrom" dict $admin)) }}{{ fail "missing admin.dsn" }}{{ end -}}
{{- range $kind, $reference := dig "dsn" "valueFrom" dict $admin -}}
{{- if not (and (kindIs "map" $reference) $reference.name $reference.key) }}{{ fail "missing admin.dsn" }}{{ end -}}
{{- end -}}
{{- $admin | toJson -}}
{{- end -}}
{{- end -}}
