package import MatrixHost
import MatrixModel
import SystemPackage

extension ApacheInstallation {
    /// Asks the machine for its Apache: two or three short commands, tens of milliseconds.
    package static func probe(processes: Processes, environment: HostEnvironment) async throws -> ApacheInstallation {
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        // Users who are not root rarely have the sbin folders on their PATH.
        let folders = path + ["/usr/sbin", "/usr/local/sbin"]
        guard let executable = findExecutable("apache2", in: folders) ?? findExecutable("httpd", in: folders) else {
            throw ServerError.apacheMissing
        }
        let apxs = findExecutable("apxs", in: folders) ?? findExecutable("apxs2", in: folders)
        let variables = ["PATH": folders.joined(separator: ":"), "LC_ALL": "C"]

        // Its status says nothing: Debian's exits 1 after the answer because a variable of its own files is not set.
        let settings = try await processes.capture(Command(executable, ["-V"], environment: variables)).standardOutput
        let built = BuildSettings(settings)
        guard let version = built.version, let magic = built.moduleMagicNumber else {
            throw ServerError.apacheUnreadable(executable.string)
        }
        let list = try await processes.capture(Command(executable, ["-l"], environment: variables)).standardOutput
        let compiledIn = compiledInModules(list)

        var folder: FilePath?
        if let apxs {
            let answer = try await processes.capture(Command(apxs, ["-q", "LIBEXECDIR"], environment: variables))
            let text = String(answer.standardOutput.trimmingSpaces())
            if answer.status.isSuccess, text.hasPrefix("/") { folder = FilePath(text) }
        }
        let guesses = ["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "\(built.root ?? "/etc/httpd")/modules"]
        let candidates = [folder].compactMap { $0 } + guesses.map { FilePath($0) }
        guard let modules = candidates.first(where: { isReadable($0.appending("mod_authz_core.so")) }) else {
            throw ServerError.apacheModulesMissing(candidates.map(\.string))
        }
        return ApacheInstallation(
            executable: executable, version: version, moduleMagicNumber: magic,
            root: built.root.map { FilePath($0) }, modulesFolder: modules,
            compiledInModules: compiledIn,
            mpms: MPM.allCases.filter {
                compiledIn.contains("mpm_\($0.rawValue)") || isReadable(modules.appending("mod_mpm_\($0.rawValue).so"))
            },
            apxs: apxs)
    }

    /// `mod_so.c` is `so`; `prefork.c`, `worker.c` and `event.c` are the MPMs.
    private static func compiledInModules(_ list: String) -> Set<String> {
        let files = list.split(separator: "\n").map { $0.trimmingSpaces() }.filter { $0.hasSuffix(".c") }
        return Set(
            files.map { file in
                let name = String(file.dropLast(2))
                if name.hasPrefix("mod_") { return String(name.dropFirst(4)) }
                return MPM(rawValue: name) == nil ? name : "mpm_" + name
            })
    }
}

/// What `httpd -V` prints.
private struct BuildSettings {
    var version: Version?
    var moduleMagicNumber: String?
    var root: String?

    init(_ text: String) {
        for line in text.split(separator: "\n").map({ $0.trimmingSpaces() }) {
            if line.hasPrefix("Server version: Apache/") {
                version = Version(line.dropFirst("Server version: Apache/".count).prefix { $0.isNumber || $0 == "." })
            } else if line.hasPrefix("Server's Module Magic Number:") {
                moduleMagicNumber = line.split(separator: " ").last.map(String.init)
            } else if line.hasPrefix("-D HTTPD_ROOT=") {
                root = line.dropFirst("-D HTTPD_ROOT=".count).filter { $0 != "\"" }
            }
        }
    }
}

private func isReadable(_ path: FilePath) -> Bool {
    guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return false }
    try? file.close()
    return true
}
