import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage

/// `openssl s_server` on the loopback, with a certificate of its own making; it serves the files of its folder.
struct TLSServer {
    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    let folder: FilePath
    let port: Int

    var certificate: FilePath { folder.appending("certificate.pem") }

    /// Runs `body` with a server whose certificate for 127.0.0.1 is valid in the years given.
    static func run(
        validFrom first: Int, until last: Int, _ body: nonisolated(nonsending) (TLSServer) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            try await makeCertificate(in: folder, first, last)
            let log = folder.appending("log")
            let command = openssl(
                ["s_server", "-accept", "127.0.0.1:0", "-cert", "certificate.pem", "-key", "key.pem", "-WWW"], folder)
            let server = Task { try await Processes.live.run(command, log) }
            defer { server.cancel() }
            try await body(TLSServer(folder: folder, port: try await port(in: log)))
        }
    }

    private static func port(in log: FilePath) async throws -> Int {
        for _ in 0..<1000 {
            let words = (try? String(contentsOfFile: log.string, encoding: .utf8)) ?? ""
            if let port = words.firstMatch(of: /ACCEPT .*:(\d+)\n/).flatMap({ Int($0.1) }) { return port }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw FakeToolError(name: "openssl s_server", reason: "it does not listen")
    }

    private static func makeCertificate(in folder: FilePath, _ first: Int, _ last: Int) async throws {
        try Data().write(to: URL(filePath: folder.appending("index").string))
        try Data(configuration.utf8).write(to: URL(filePath: folder.appending("ca.conf").string))
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"]
        let dates = ["-startdate", "\(first)0101000000Z", "-enddate", "\(last)0101000000Z"]
        for arguments in [
            ["req", "-new", "-subj", "/CN=test", "-out", "request.pem"] + key,
            ["ca", "-batch", "-notext", "-config", "ca.conf", "-selfsign", "-keyfile", "key.pem"]
                + ["-in", "request.pem", "-out", "certificate.pem"] + dates,
        ] {
            let output = try await Processes.live.capture(openssl(arguments, folder))
            guard output.status.isSuccess else {
                throw FakeToolError(name: "openssl \(arguments[0])", reason: output.standardError)
            }
        }
    }

    private static func openssl(_ arguments: [String], _ folder: FilePath) -> Command {
        Command("/usr/bin/openssl", arguments, environment: [:], workingDirectory: folder)
    }

    private static let configuration = """
        [ca]
        default_ca = own
        [own]
        new_certs_dir = .
        database = index
        rand_serial = yes
        default_md = sha256
        policy = any
        x509_extensions = names
        [any]
        commonName = supplied
        [names]
        subjectAltName = IP:127.0.0.1

        """
}
