import FoundationEssentials
package import MatrixBuild
package import MatrixHost
package import MatrixServers
import SystemPackage

extension ToolAnswers {
    /// The system's Apache, asked again only when its binary has changed.
    package func apacheInstallation(_ host: Host) async throws -> ApacheInstallation {
        guard let executable = find("apache2") ?? find("httpd") else {
            return try await ApacheInstallation.probe(processes: host.processes, environment: host.environment)
        }
        // apxs may be installed later than Apache: its presence belongs to the question.
        let apxs = find("apxs") ?? find("apxs2")
        let text = try await remembered("installation with its root, apxs \(apxs?.string ?? "none")", of: executable) {
            let installation = try await ApacheInstallation.probe(
                processes: host.processes, environment: host.environment)
            return String(decoding: try JSONEncoder().encode(installation), as: UTF8.self)
        }
        return try decodeJSON(text)
    }
}
