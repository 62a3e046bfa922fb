import SystemPackage

/// The command lines that start a generation's Apache.
enum ApacheLaunch {
    /// Starts it in the background; the command line also tells later whose process it is.
    ///
    /// The place and the port come from `placeConf`, read from the run folder that `-d` names: Apache cuts the text
    /// behind `-C` off after some 200 bytes, which is too short for a path.
    static func arguments(run: RunFolder) -> [String] {
        place(run) + ["-k", "start"]
    }

    /// Starts it as a child that stays one: its exit code is known.
    static func foregroundArguments(run: RunFolder) -> [String] {
        place(run) + ["-DFOREGROUND"]
    }

    private static func place(_ run: RunFolder) -> [String] {
        ["-d", run.path.string, "-C", "Include \(run.placeConf.lastComponent!.string)", "-f", run.servingConf.string]
    }

    /// What takes the place of the defaults in `httpd.conf`.
    static func placeConf(run: RunFolder, port: UInt16, allowsCores: Bool = false) throws -> String {
        """
        Define WSGIMATRIX_PORT \(port)
        Define WSGIMATRIX_RUN \(try ApacheText.quotedDefinition(run.path))
        Define WSGIMATRIX_SOCKETS \(try ApacheText.quotedDefinition(run.socketFolder))

        """
            + (allowsCores
                ? "Define WSGIMATRIX_CORES\nDefine WSGIMATRIX_HOME \(try ApacheText.quotedDefinition(run.cores))\n"
                : "")
    }

    /// What this run alone has; `httpd.conf` includes it at its end, so that an application gets what no mount takes.
    static func furtherConf(_ request: ServeRequest) throws -> String {
        let directives = try request.furtherDirectives.map { directive in
            try ([ApacheText.word(directive.name)] + directive.arguments.map(ApacheText.quoted)).joined(separator: " ")
                + "\n"
        }.joined()
        guard let script = request.application else { return directives }
        return directives + """
            WSGIScriptAlias "/" \(try ApacheText.quoted(script.string))
            <Directory \(try ApacheText.quotedPattern(script.removingLastComponent()))>
                <Files \(try ApacheText.quotedPattern(FilePath(script.lastComponent?.string ?? "")))>
                    Require all granted
                </Files>
            </Directory>

            """
    }

    /// Whether a command line is one of `arguments`, or that of a child, whose first argument mod_wsgi replaces.
    static func belongs(_ commandLine: [String], httpdConf: String, run: String) -> Bool {
        func has(_ option: String, _ value: String) -> Bool {
            zip(commandLine, commandLine.dropFirst()).contains { $0 == option && $1 == value }
        }
        return has("-d", run) && has("-f", httpdConf)
    }

    /// What a person types to start it by hand, for the template's comment.
    static func commandForPeople(_ configuration: ApacheConfiguration) throws -> String {
        let words = [
            "LD_LIBRARY_PATH=" + shellWord(configuration.generation.appending("lib").string),
            shellWord(configuration.installation.executable.string),
            "-f", shellWord(configuration.httpdConf.string), "-k start",
        ]
        let line = words.joined(separator: " ")
        _ = try ApacheText.quoted(line)
        return line
    }

    private static func shellWord(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_./+:@%,=".unicodeScalars.contains($0)
        }
        return isPlain
            ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
