/// One combination: a Python, a mod_wsgi, how Apache runs the application and with which MPM.
package struct Cell: Hashable, Sendable, CustomStringConvertible {
    package var python: PythonVersion
    package var modWsgi: Version
    package var mode: WSGIMode
    package var mpm: MPM

    package init(python: PythonVersion, modWsgi: Version, mode: WSGIMode, mpm: MPM) {
        self.python = python
        self.modWsgi = modWsgi
        self.mode = mode
        self.mpm = mpm
    }

    /// The cell's name, usable as a file name and accepted by every command: `3.13.5+6.1.1+daemon+event`.
    package var description: String { "\(python)+\(modWsgi)+\(mode.rawValue)+\(mpm.rawValue)" }

    /// Reads a name as `description` writes it; the mode and the MPM may be left out.
    package init?(_ text: String, defaultMode: WSGIMode = .daemon, defaultMPM: MPM = .event) {
        let parts = text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard (2...4).contains(parts.count), let python = PythonVersion(parts[0]), let modWsgi = Version(parts[1])
        else { return nil }
        guard let mode = parts.count > 2 ? WSGIMode(rawValue: parts[2]) : defaultMode,
            let mpm = parts.count > 3 ? MPM(rawValue: parts[3]) : defaultMPM
        else { return nil }
        self.init(python: python, modWsgi: modWsgi, mode: mode, mpm: mpm)
    }
}

/// mod_wsgi's two ways to run an application.
package enum WSGIMode: String, Hashable, Sendable, CaseIterable, Codable {
    /// In processes of its own (`WSGIDaemonProcess`).
    case daemon
    /// In Apache's worker processes.
    case embedded
}

/// Apache's multi-processing modules that Debian ships.
package enum MPM: String, Hashable, Sendable, CaseIterable, Codable {
    case prefork, worker, event
}
