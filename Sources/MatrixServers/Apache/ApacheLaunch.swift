import MatrixHost
package import SystemPackage

/// The command lines that start a generation's Apache.
package enum ApacheLaunch {
    /// Starts it in the background, with its place and port; the command line also tells later whose process it is.
    package static func arguments(httpdConf: FilePath, run: RunFolder, port: UInt16) throws -> [String] {
        [
            "-d", run.path.string,
            "-C", "Define WSGIMATRIX_PORT \(port)",
            "-C", "Define WSGIMATRIX_RUN \(try ApacheText.quotedDefinition(run.path))",
            "-C", "Define WSGIMATRIX_SOCKETS \(try ApacheText.quotedDefinition(run.socketFolder))",
            "-f", httpdConf.string, "-k", "start",
        ]
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
