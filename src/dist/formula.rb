class JettyMcp < Formula
  desc "MCP server that gives a coding agent all of Jetty.io"
  homepage "https://github.com/@repository@"
  version "@version@"
  license "MIT"
@archives@

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"jetty-mcp"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/jetty-mcp --version")
  end
end
