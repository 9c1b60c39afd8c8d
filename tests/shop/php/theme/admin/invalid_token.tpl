<!doctype html>
<html lang="{$language->iso_code}"><head><meta charset="utf-8"><title>Invalid security token</title><link rel="stylesheet" href="/assets/admin.css"></head>
<body class="login-page"><main class="login"><div class="panel"><h1>{l s='Invalid security token' d='Admin.Notifications.Error'}</h1>
<p><a class="btn btn-default" href="{$url|escape}">{l s='Yes' d='Admin.Global'}</a></p></div></main></body></html>
