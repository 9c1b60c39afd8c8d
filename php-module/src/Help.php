<?php
/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */

namespace OnlineChat;

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * The commands and web server lines that get the chat running, exactly as this shop needs them.
 */
final class Help
{
    const SIDECAR = '127.0.0.1:8081';

    /** @var string the shop's folder */
    private $folder;

    /** @var string where browsers find the sidecar, as Settings::url() */
    private $url;

    /** @var string the shop's path on its host, such as / or /shop/ */
    private $shopPath;

    /** @var string the user that may read the shop's files */
    private $user;

    public function __construct(string $folder, string $url, string $shopPath, string $user)
    {
        $this->folder = rtrim($folder, '/') ?: '/';
        $this->url = $url;
        $this->shopPath = $shopPath;
        $this->user = $user;
    }

    public static function ofShop(\Context $context): self
    {
        $user = '';
        if (function_exists('posix_geteuid') && function_exists('posix_getpwuid')) {
            $account = posix_getpwuid(posix_geteuid());
            $user = is_array($account) ? (string) $account['name'] : '';
        }

        return new self(
            _PS_ROOT_DIR_,
            Settings::url(),
            '/' . ltrim(rtrim((string) $context->shop->physical_uri, '/') . '/', '/'),
            $user !== '' ? $user : 'www-data'
        );
    }

    /**
     * @return array<string, string>
     */
    public function values(): array
    {
        return [
            'install_command' => $this->installCommand(),
            'start_command' => $this->startCommand(),
            'service_unit' => $this->serviceUnit(),
            'service_commands' => "sudo systemctl daemon-reload\nsudo systemctl enable --now onlinechat",
            'nginx' => $this->nginx(),
            'apache' => $this->apache(),
            'htaccess' => $this->htaccess(),
            'base_path' => $this->basePath(),
            'folder' => $this->folder,
        ];
    }

    public function installCommand(): string
    {
        return "sudo python3 -m venv /opt/onlinechat\nsudo /opt/onlinechat/bin/pip install onlinechat-*.whl\n"
            . 'sudo ln -sf /opt/onlinechat/bin/onlinechat /usr/local/bin/onlinechat';
    }

    public function startCommand(): string
    {
        $command = 'onlinechat serve --shop ' . self::quoted($this->folder);
        if ($this->basePath() !== Settings::DEFAULT_URL) {
            $command .= ' --base-path ' . $this->basePath();
        }

        return $command;
    }

    /**
     * Keeps it running after the terminal is closed, as the user that may read the shop's files.
     */
    public function serviceUnit(): string
    {
        return implode("\n", [
            '[Unit]',
            'Description=Online Chat',
            'After=network.target mariadb.service mysql.service',
            '',
            '[Service]',
            'User=' . $this->user,
            'ExecStart=/usr/local/bin/' . str_replace('%', '%%', $this->startCommand()),
            'Restart=always',
            '',
            '[Install]',
            'WantedBy=multi-user.target',
        ]);
    }

    /**
     * "^~" keeps PrestaShop's own expressions for images and .php from winning.
     */
    public function nginx(): string
    {
        return implode("\n", [
            'location ^~ ' . $this->basePath() . ' {',
            '    proxy_pass http://' . self::SIDECAR . ';',
            '    proxy_http_version 1.1;',
            '    proxy_set_header Upgrade $http_upgrade;',
            '    proxy_set_header Connection "upgrade";',
            '    proxy_set_header Host $http_host;',
            '    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
            '    proxy_set_header X-Forwarded-Proto $scheme;',
            '    proxy_set_header Cookie "";',
            '    proxy_buffering off;',
            '    proxy_read_timeout 75s;',
            '}',
        ]);
    }

    /**
     * For the <VirtualHost> block, where it wins over the rewriting of PrestaShop's .htaccess.
     */
    public function apache(): string
    {
        $path = $this->basePath();

        return implode("\n", [
            '# a2enmod proxy proxy_http proxy_wstunnel rewrite headers',
            'ProxyPreserveHost On',
            'RewriteEngine On',
            'RewriteCond %{HTTP:Upgrade} =websocket [NC]',
            'RewriteRule ^' . preg_quote($path) . '(.*)$ ws://' . self::SIDECAR . $path . '$1 [P,L]',
            'ProxyPass ' . $path . ' http://' . self::SIDECAR . $path,
            '<Location ' . $path . '>',
            '    RequestHeader unset Cookie',
            '    RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}',
            '</Location>',
        ]);
    }

    /**
     * For hosts that give no access to the virtual host; ProxyPass is not allowed in .htaccess. Must stand
     * above "# ~~start~~": PrestaShop rewrites what is below.
     *
     * @return string empty where the chat's path lies outside the shop's folder
     */
    public function htaccess(): string
    {
        $path = $this->basePath();
        if (strncmp($path, $this->shopPath, strlen($this->shopPath)) !== 0) {
            return '';
        }
        $below = preg_quote(substr($path, strlen($this->shopPath)));
        $here = '"expr=%{REQUEST_URI} =~ m#^' . preg_quote($path) . '#"';

        return implode("\n", [
            'RewriteEngine On',
            'RewriteCond %{HTTP:Upgrade} =websocket [NC]',
            'RewriteRule ^' . $below . '(.*)$ ws://' . self::SIDECAR . $path . '$1 [P,L]',
            'RewriteRule ^' . $below . '(.*)$ http://' . self::SIDECAR . $path . '$1 [P,L]',
            '<IfModule mod_headers.c>',
            '    RequestHeader unset Cookie ' . $here,
            '    RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME} ' . $here,
            '</IfModule>',
        ]);
    }

    public function basePath(): string
    {
        return (string) (parse_url($this->url, PHP_URL_PATH) ?: '/');
    }

    private static function quoted(string $path): string
    {
        return preg_match('~^[\w./@:+-]+$~D', $path) === 1 ? $path : "'" . str_replace("'", "'\\''", $path) . "'";
    }
}
