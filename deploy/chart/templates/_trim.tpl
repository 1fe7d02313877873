{{/*
Drops what says nothing: null, blank texts, empty maps and lists, and, unless "keep" is true, false and 0.
Takes a dict with "value"; gives JSON, {"value": …}, or {} when nothing is left.
*/}}
{{- define "sluice.trim" -}}
{{- $keep := .keep -}}
{{- $value := .value -}}
{{- if kindIs "map" $value -}}
{{- $left := dict -}}
{{- range $key, $member := $value -}}
{{- $trimmed := include "sluice.trim" (dict "value" $member "keep" $keep) | fromJson -}}
{{- if hasKey $trimmed "value" }}{{ $_ := set $left $key $trimmed.value }}{{ end -}}
{{- end -}}
{{- if $left }}{{ dict "value" $left | toJson }}{{ else }}{}{{ end -}}
{{- else if kindIs "slice" $value -}}
{{- $left := list -}}
{{- range $member := $value -}}
{{- $trimmed := include "sluice.trim" (dict "value" $member "keep" $keep) | fromJson -}}
{{- if hasKey $trimmed "value" }}{{ $left = append $left $trimmed.value }}{{ end -}}
{{- end -}}
{{- if $left }}{{ dict "value" $left | toJson }}{{ else }}{}{{ end -}}
{{- else if kindIs "invalid" $value -}}
{}
{{- else if kindIs "string" $value -}}
{{- if trim $value }}{{ dict "value" $value | toJson }}{{ else }}{}{{ end -}}
{{- else if or $value $keep -}}
{{ dict "value" $value | toJson }}
{{- else -}}
{}
{{- end -}}
{{- end -}}

{{/* The trimmed value of a key, as JSON of the same form. Takes a dict with "of" (a map or null) and "key". */}}
{{- define "sluice.member" -}}
{{- if hasKey (.of | default dict) .key -}}
{{ include "sluice.trim" (dict "value" (get .of .key) "keep" .keep) }}
{{- else -}}
{}
{{- end -}}
{{- end -}}
