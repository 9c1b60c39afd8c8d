<!doctype html>
<html lang="{$language->iso_code}">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{$shop_name|escape}</title>
  <link rel="icon" href="/assets/logo.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/assets/admin.css">
</head>
<body class="login-page bootstrap">
<main class="login">
  <img src="/assets/logo.svg" alt="" width="56" height="56">
  <h1>{$shop_name|escape}</h1>
  <form method="post" id="login_form" class="panel">
    {if $error}<div class="alert alert-danger" role="alert">{$error}</div>{/if}
    <label for="email">{l s='Email address' d='Admin.Global'}</label>
    <input type="email" id="email" name="email" class="form-control" value="{$email|escape}" autocomplete="username" required autofocus>
    <label for="passwd">{l s='Password' d='Admin.Global'}</label>
    <input type="password" id="passwd" name="passwd" class="form-control" autocomplete="current-password" required>
    <input type="hidden" name="submitLogin" value="1">
    <button type="submit" class="btn btn-primary" id="submit_login">{l s='Log in' d='Admin.Login.Feature'}</button>
  </form>
  {hook h='displayAdminEndContent'}
</main>
</body>
</html>
