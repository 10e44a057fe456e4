"""What a body does with its certificates: entered, ended by two people, and what runs out.
Imports claims/sides and what stands beside the folders."""
