package import MatrixHost
package import MatrixModel
package import SystemPackage

/// What the mounts of a server must prove to be.
package struct CellIdentity: Sendable, Equatable {
    package var cell: Cell
    package var pythonPrefix: FilePath
    package var libpython: FilePath
    /// `mod_wsgi.so` in its generation.
    package var module: FilePath

    package init(cell: Cell, pythonPrefix: FilePath, libpython: FilePath, generation: FilePath) {
        (self.cell, self.pythonPrefix, self.libpython) = (cell, pythonPrefix, libpython)
        module = generation.appending("mod_wsgi.so")
    }
}

/// Asks the mounts behind a port what runs there.
package struct CellProbe: Sendable {
    let host: Host
    let identity: CellIdentity
    let port: UInt16

    /// For one answer. Short, because mod_wsgi lets a request wait for a daemon process that will never come, and the
    /// log should be looked at meanwhile; a sub-interpreter that is still being made answers the next one.
    private let patience = Duration.seconds(3)

    package init(host: Host, identity: CellIdentity, port: UInt16) {
        (self.host, self.identity, self.port) = (host, identity, port)
    }

    /// Whether the first mount proves itself at once.
    package func isProved() async -> Bool {
        do {
            return try await ask(ApacheConfiguration.mounts[0]) == nil
        } catch {
            return false
        }
    }

    /// Nil when the mount has proved itself, else what it did; throws when it never will. `log` has what the server says
    /// about a failure; nil when it is not known.
    package func ask(_ mount: String, log: ErrorLog? = nil) async throws -> String? {
        let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
        let url = "http://127.0.0.1:\(port)/\(mount)"
        let answer: HTTPAnswer
        do {
            answer = try await host.http.get("\(url)?nonce=\(nonce)", patience)
        } catch let error as HTTPProbeError {
            return "`\(url)`: \(error)"
        }
        guard answer.status == 200 else {
            // A daemon process that is not there yet is 503; a script that does not load is 500 for ever.
            guard answer.status == 500, let log else { return "`\(url)` answers \(answer.status)" }
            throw ServerError.startFailed(
                errors: ["`\(url)` answers 500"] + log.firstErrors(), log: log.path.string)
        }
        guard let probe = try? ProbeAnswer(json: answer.body) else { return "`\(url)` answers no probe's JSON" }
        let mismatches = probe.mismatches(identity, mount: mount, nonce: nonce)
        guard mismatches.isEmpty else { throw ServerError.wrongAnswer(url: url, mismatches) }
        return nil
    }
}
